"""What stands in the files for hosts agrees with each other and with the app; nginx itself reads its configuration."""

import contextlib
import os
import re
import shutil
import socket
import subprocess

import pytest
from streamlit import config

from tests.hosting.dockerfile import ignored, instructions


@pytest.fixture(scope="module")
def steps(root):
    return instructions((root / "Dockerfile").read_text())


def settings(text):
    """NAME=value lines; those that are commented out are offers."""
    return dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", text, re.M))


def test_the_image_gets_the_app_and_its_models_and_nothing_else(root, steps):
    patterns = [p for p in (root / ".dockerignore").read_text().splitlines() if p and not p.startswith("#")]
    copied = [name for word, rest in steps if word == "COPY" and "--from" not in rest for name in rest.split()[:-1]]
    tracked = subprocess.check_output(["git", "ls-files"], cwd=root, text=True).split("\n")
    inside = {path.split("/")[0] for path in tracked if path and not ignored(path, patterns)}
    assert inside == {name.split("/")[0] for name in copied}
    assert not ignored("models/text/weights.txt", patterns) and ignored("tests/conftest.py", patterns)


def test_the_image_runs_as_a_numbered_user_has_a_health_check_and_pinned_bases(steps):
    words = [word for word, _ in steps]
    assert [rest for word, rest in steps if word == "USER"] == ["1000:1000"]
    assert words.index("USER") < words.index("CMD") and "HEALTHCHECK" in words
    base = next(rest for word, rest in steps if word == "ARG" and rest.startswith("PYTHON="))
    assert re.fullmatch(r"PYTHON=3\.11\.\d+-slim-\w+", base)


def test_only_what_cuda_needs_is_left_out_of_the_lock(root, steps):
    """The rest is installed by hash, without looking for dependencies: it must be all of it."""
    command = next(rest for word, rest in steps if word == "RUN" and rest.startswith("awk"))
    script = command.split("'")[1]
    kept = subprocess.check_output(["awk", script, root / "requirements.lock"], text=True)
    names = {
        text: set(re.findall(r"^([a-z0-9.-]+)==", text, re.M))
        for text in (kept, (root / "requirements.lock").read_text())
    }
    before, after = names[(root / "requirements.lock").read_text()], names[kept]
    left_out = before - after
    assert "torch" in left_out and {"streamlit", "transformers", "numpy", "nvidia-ml-py"} & after
    assert all(name in ("torch", "triton") or name.startswith(("nvidia-", "cuda-")) for name in left_out)
    wanted = set(re.findall(r"^([a-z0-9_-]+)==", (root / "requirements.txt").read_text(), re.M))
    assert {name.replace("_", "-") for name in wanted} <= after | {"torch"}
    assert kept.count("--hash=") > len(after)


def test_hosted_settings_are_real_ones(root):
    text = (root / "hosting" / "hosted.env").read_text()
    options = {
        "STREAMLIT_" + re.sub(r"([a-z0-9])([A-Z])|\.", lambda m: f"{m[1] or ''}_{m[2] or ''}", key).upper()
        for key in config.get_config_options(force_reparse=False)
    }
    for name in settings(text):
        assert name in options or name.startswith("GENERATIVE_AI_LIVE_") or name == "MALLOC_ARENA_MAX", name
    chosen = settings(re.sub(r"^#[A-Z].*$", "", text, flags=re.M))
    assert chosen["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] == "none"
    assert chosen["STREAMLIT_SERVER_ENABLE_CORS"] == chosen["STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION"] == "true"


def test_every_setting_the_app_reads_stands_in_the_table_of_settings(root):
    read = set()
    for path in [root / "app.py", *root.glob("models/**/*.py"), *root.glob("pages/**/*.py")]:
        read |= set(re.findall(r'"(GENERATIVE_AI_LIVE_[A-Z_]+)"', path.read_text()))
    told = set(re.findall(r"`(GENERATIVE_AI_LIVE_[A-Z_]+)`", (root / "docs" / "hosting.md").read_text()))
    assert read and read <= told, f"not told: {read - told}"


def test_the_image_s_own_settings_are_those_of_a_hosted_server(root, steps):
    hosted = settings((root / "hosting" / "hosted.env").read_text())
    image = dict(re.findall(r"(\w+)=(\S+)", " ".join(rest for word, rest in steps if word == "ENV")))
    shared = set(hosted) & set(image)
    assert {"STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "GENERATIVE_AI_LIVE_LOG"} <= shared
    assert {name: image[name] for name in shared} == {name: hosted[name] for name in shared}


def test_the_space_s_card_names_the_port_that_the_image_opens(root, steps):
    card = (root / "hosting" / "space" / "README.md").read_text().split("---")[1]
    about = dict(line.split(": ", 1) for line in card.strip().splitlines())
    assert about["sdk"] == "docker" and len(about["short_description"]) <= 60
    assert about["app_port"] == next(rest for word, rest in steps if word == "EXPOSE")


def test_nginx_reads_its_configuration(root, tmp_path):
    nginx = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if nginx is None:
        pytest.skip("no nginx found (Debian: apt-get install nginx-light)")
    text = (root / "hosting" / "nginx.conf").read_text()
    text = re.sub(r"app-[ab]:8501", "127.0.0.1:9", text)
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        text = text.replace("listen 8080;", f"listen 127.0.0.1:{free.getsockname()[1]};")
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\n{text}")
    said = subprocess.run([nginx, "-t", "-p", str(tmp_path), "-c", str(conf)], capture_output=True, text=True)
    assert said.returncode == 0 and "successful" in said.stderr and "warn" not in said.stderr, said.stderr
