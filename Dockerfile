# Peta Timpora in a container, for those who want one: nginx and replicas, as `make serve` runs them.
#
#   docker build -t timpora .
#   docker run --network host -v /srv/timpora-web:/data timpora                       this computer only, without login
#
# With login and TLS, and what else there is to know: docs/operations.md.
FROM python:3.11-slim-bookworm AS libraries
COPY requirements.txt /tmp/
RUN python -m venv /opt/timpora/.venv \
 && /opt/timpora/.venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx-light \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin timpora-web \
 && install -d -o timpora-web -m 0700 /data
WORKDIR /opt/timpora
COPY --from=libraries /opt/timpora/.venv .venv
COPY dashboard.py requirements.txt ./
COPY .streamlit/config.toml .streamlit/
COPY timpora/ timpora/
COPY pages/ pages/
COPY queries/ queries/
COPY deploy/ deploy/
COPY docs/guide/ docs/guide/
COPY docs/panduan/ docs/panduan/
COPY docs/images/ docs/images/
COPY data/contracts/ data/contracts/
COPY data/reference/ data/reference/
RUN .venv/bin/python -m compileall -q timpora pages dashboard.py
ENV TIMPORA_DATA=/data MPLCONFIGDIR=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER timpora-web
VOLUME /data
EXPOSE 8501
# The first replica's own port: it answers 200 as soon as a snapshot can be asked.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD [".venv/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8502/healthz', timeout=9)"]
STOPSIGNAL SIGTERM
ENTRYPOINT [".venv/bin/python", "-m", "timpora"]
CMD ["serve", "--port", "8501"]
