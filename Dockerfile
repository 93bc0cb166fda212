# Octavo in one image: `docker build -t octavo . && docker run -p 8000:8000 -v octavo:/data octavo`
FROM node:22-bookworm-slim AS front-end
WORKDIR /build
COPY web/package.json web/package-lock.json web/.npmrc web/
RUN cd web && npm ci --no-audit --no-fund
COPY web web
COPY src/octavo/document/schema.json src/octavo/document/schema.json
RUN cd web && npm run build

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 1000 octavo && install -d -o octavo /data
WORKDIR /octavo
COPY requirements.lock pyproject.toml README.md ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY src src
COPY --from=front-end /build/src/octavo/edge/static src/octavo/edge/static
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
USER octavo
ENV OCTAVO_DATA=/data OCTAVO_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=5s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/up', timeout=2)"]
CMD ["octavo", "up"]
