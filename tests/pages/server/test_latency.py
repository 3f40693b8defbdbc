import socket
from unittest.mock import Mock

import pytest
from streamlit import config
from streamlit.runtime.app_session import AppSession

from pages.server.latency import send_at_once, watch_no_files


def test_connections_of_a_socket_bound_before_send_each_message_at_once():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(("chosen", "watching"), [("none", False), ("poll", True)])
def test_a_visit_that_comes_back_watches_files_only_where_the_host_chose_to(monkeypatch, chosen, watching):
    """Streamlit calls this method for every visit whose connection broke, whatever was chosen."""
    monkeypatch.setattr(AppSession, "register_file_watchers", AppSession.register_file_watchers)  # put back at the end
    before = config.get_option("server.fileWatcherType")
    config.set_option("server.fileWatcherType", chosen)
    watched = []
    monkeypatch.setattr(
        "streamlit.runtime.app_session.LocalSourcesWatcher", lambda pages: watched.append(pages) or Mock()
    )
    try:
        watch_no_files()
        visit = Mock(
            spec=AppSession, _local_sources_watcher=None, _pages_manager="pages", _on_source_file_changed=print
        )
        AppSession.register_file_watchers(visit)
    finally:
        config.set_option("server.fileWatcherType", before)
    assert bool(watched) == watching
