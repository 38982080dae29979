# The digest is the one of all platforms together, amd64 and arm64 among them.
FROM python:3.13.14-slim-trixie@sha256:6771159cd4fa5d9bba1258caf0b82e6b73458c694d178ad97c5e925c2d0e1a91

# HEALTH_AT: on the container's own loopback, for HEALTHCHECK below; nobody outside reaches it.
ENV PYTHONUNBUFFERED=1 \
    PYTHONFAULTHANDLER=1 \
    DATABASE_PATH=/data/afterword.sqlite3 \
    HEALTH_AT=127.0.0.1:8710
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

# As the wheel has it.
COPY deploy/afterword ./afterword
COPY .env.example ./afterword/
COPY bot ./afterword/bot
COPY cogs ./afterword/cogs
RUN python -m compileall -q afterword \
    && useradd --uid 10001 --no-create-home afterword \
    && install -d -o afterword -g afterword -m 700 /data
USER afterword
VOLUME /data

# What it says is in `docker inspect`. Docker itself does nothing about it.
HEALTHCHECK --interval=60s --timeout=10s --start-period=120s \
    CMD ["python", "-m", "afterword", "health"]

# The exec form: the bot itself gets SIGTERM and ends cleanly.
ENTRYPOINT ["python", "-m", "afterword"]
