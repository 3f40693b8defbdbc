# The app on a CPU, for any host of containers: docs/hosting.md says how to build and run it.
# PYTHON may name a digest instead: 3.11.14-slim-bookworm@sha256:…
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS packages
WORKDIR /app
COPY requirements.lock requirements-ray.lock ./
# requirements-ray.lock: with Ray, for ENGINE (hosting/ray).
ARG REQUIREMENTS=requirements.lock
RUN python -m venv .venv
ENV PATH=/app/.venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# PyTorch's own index has the builds for a CPU; the one that the lock names brings 3 GB of CUDA along. Empty: pip's index.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN grep -o '^torch==[0-9.]*' $REQUIREMENTS > torch.lock \
    && pip install --no-deps ${TORCH_INDEX:+--index-url=$TORCH_INDEX} -r torch.lock
RUN awk '/^[^ ]/ { kept = !/^(torch|triton|nvidia-|cuda-)/ } kept' $REQUIREMENTS > cpu.lock \
    && pip install --no-deps --require-hashes -r cpu.lock

FROM python:${PYTHON}
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 HOME=/app/home GENERATIVE_AI_LIVE_CACHE=/app/weights \
    GENERATIVE_AI_LIVE_LOG=json STREAMLIT_CLIENT_SHOW_ERROR_DETAILS=none MALLOC_ARENA_MAX=2
COPY --from=packages /app/.venv .venv
COPY app.py LICENSE ./
COPY .streamlit .streamlit
COPY models models
COPY assets assets
COPY pages pages
# "baked" puts the text model (98 MB) into the image; "fetched" leaves that to the first start, which needs a network.
ARG WEIGHTS=baked
RUN mkdir -p weights home \
    && if [ "$WEIGHTS" = baked ]; then python -m models fetch; fi \
    && chown -R 1000:1000 weights home
USER 1000:1000
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/healthz', timeout=8)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
