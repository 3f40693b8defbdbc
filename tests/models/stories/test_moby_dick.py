"""The shipped novel: whole, one paragraph a line."""

from models.stories import moby_dick


def test_the_novel_is_whole_from_its_first_sentence_to_its_last():
    lines = moby_dick.text().splitlines()
    headings = [line for line in lines if line.startswith("CHAPTER ")]
    assert [int(line.split()[1].strip(".")) for line in headings] == list(range(1, 136))
    assert lines[1].startswith("Call me Ishmael. ")
    assert lines[-1].endswith("rolled on as it rolled five thousand years ago.")


def test_a_paragraph_is_a_line():
    assert moby_dick.paragraphs("CHAPTER 1.\n\n One\nline,  \n and on.\n \nTwo.\n") == [
        "CHAPTER 1.",
        "One line, and on.",
        "Two.",
    ]
