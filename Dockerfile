FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /app/venv \
    && /app/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.lock
COPY graph graph
COPY ontology ontology
COPY ingest ingest
COPY matcher matcher
COPY chains chains
COPY api api
COPY pearlnet pearlnet
COPY starter starter
RUN /app/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/pearlnet pearlnet
COPY --from=build /app/venv /app/venv
ENV PATH=/app/venv/bin:$PATH \
    PEARLNET_HOME=/var/lib/pearlnet/data \
    PEARLNET_HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1
USER pearlnet
WORKDIR /var/lib/pearlnet
VOLUME /var/lib/pearlnet/data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["pearlnet", "serve"]
