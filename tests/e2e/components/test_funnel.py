"""The heap in a browser: what is counted frame by frame, and that every document is drawn once."""

from playwright.sync_api import expect

# How many pixels of a canvas are more blue than red, and more red than blue; in [heap, bins].
COUNTED = """canvas => {
    const pen = canvas.getContext("2d"), top = Math.round(canvas.height / 2);
    return [pen.getImageData(0, 0, canvas.width, top), pen.getImageData(0, top, canvas.width, canvas.height - top)]
        .map(({ data }) => {
            const of = { blue: 0, red: 0 };
            for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 128) {
                if (data[i + 2] > data[i] + 40) of.blue++;
                if (data[i] > data[i + 2] + 40) of.red++;
            }
            return of;
        });
}"""


def test_each_frame_counts_what_is_left_and_what_each_filter_took(visit):
    page = visit("heap", reduced_motion="reduce")
    counts = page.locator(".count")
    expect(page.locator(".left")).to_have_text("In the heap: 39")
    expect(counts).to_have_text(["took 20", "took 1"])
    after_heap, after_bins = page.locator("canvas").evaluate(COUNTED)
    assert after_heap["red"] == 0 and after_bins["red"] > 0 and after_bins["blue"] > 0
    page.get_by_role("button", name="One frame back").click()
    expect(page.locator(".left")).to_have_text("In the heap: 40")
    expect(page.locator(".bin.waiting .title")).to_have_text(["Copies"])
    page.get_by_role("button", name="One frame back").click()
    expect(page.locator(".left")).to_have_text("In the heap: 60")
    before_heap, before_bins = page.locator("canvas").evaluate(COUNTED)
    assert before_bins == {"blue": 0, "red": 0} and before_heap["red"] == after_bins["red"]
    assert before_heap["blue"] == after_heap["blue"] + after_bins["blue"]
    expect(page.locator(".legend")).to_contain_text("<b>junk</b>")


def test_it_plays_to_the_end_by_itself_and_keeps_its_height(visit):
    page = visit("heap")
    page.locator(".left").wait_for()
    height = page.locator("canvas").bounding_box()["height"]
    page.get_by_role("button", name="Play again").click()
    expect(page.locator(".left")).to_have_text("In the heap: 60")
    assert page.locator("canvas").bounding_box()["height"] == height
    expect(page.locator(".left")).to_have_text("In the heap: 39", timeout=10_000)
