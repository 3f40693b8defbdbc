"""Controls: what a visitor sets reaches the address, also where the browser's own word of it was lost on the way."""


def test_what_is_set_comes_into_an_address_that_reached_the_server_without_it(visit):
    app = visit("tokens", show="training")
    app.slider(key="merges").set_value(44)  # AppTest, unlike a browser, leaves the address as it was
    app.text_area(key="other").set_value("a b c")
    assert app.run().query_params == {"show": "training", "merges": "44", "other": "a b c"}
    app.slider(key="merges").set_value(45)
    assert app.run().query_params["merges"] == "45", "an older value is replaced"
    app.slider(key="merges").set_value(43)
    assert app.run().query_params == {"show": "training", "other": "a b c"}, "the default stands in no address"


def test_a_whole_number_among_fractions_and_a_switch_come_into_the_address_too(visit):
    app = visit("writing")
    app.slider(key="temperature").set_value(0.0)
    app.toggle(key="chat").set_value(True)
    app = app.run()
    assert (float(app.query_params["temperature"]), app.query_params["chat"]) == (0.0, "true")
    again = visit("writing", **app.query_params)
    assert (again.slider(key="temperature").value, again.toggle(key="chat").value) == (0.0, True)
