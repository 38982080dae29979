FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 DATABASE_PATH=/data/afterword.sqlite3
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY bot ./bot
COPY cogs ./cogs
RUN useradd --uid 10001 --no-create-home afterword \
    && install -d -o afterword -g afterword -m 700 /data
USER afterword
VOLUME /data

# The exec form: the bot itself gets SIGTERM and ends cleanly.
ENTRYPOINT ["python", "-m", "bot"]
