# The application, for docker-compose.yml or any other place that runs containers.
FROM node:22-slim AS editor

WORKDIR /srv/throughline
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY apps/journeys/editor apps/journeys/editor
COPY apps/explain/around apps/explain/around
RUN node_modules/.bin/vite build --config apps/journeys/editor/vite.config.mts


FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/srv/data
WORKDIR /srv/throughline

COPY requirements-deploy.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements-deploy.lock

COPY . .
COPY --from=editor /srv/throughline/static/built static/built
RUN useradd --system --create-home throughline \
    && mkdir -p /srv/data/staticfiles \
    && chown -R throughline /srv/data
USER throughline

EXPOSE 8000
CMD ["granian", "apps.config.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", \
     "--port", "8000", "--workers", "1", "--blocking-threads", "32", "--respawn-failed-workers"]
