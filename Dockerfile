# Images by a build argument, which takes a digest: --build-arg PYTHON_IMAGE=python@sha256:...
ARG PYTHON_IMAGE=python:3.11-slim
ARG NODE_IMAGE=node:20-slim

FROM ${NODE_IMAGE} AS page
WORKDIR /src/web
COPY web/ ./
# The build checks the documents of the page against the schema.
COPY tests/schema.graphql /src/tests/schema.graphql
RUN if [ -f package.json ]; then npm ci --ignore-scripts --no-audit --no-fund && npm run build; else mkdir -p dist; fi

FROM ${PYTHON_IMAGE}
WORKDIR /src
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . ./
COPY --from=page /src/web/dist web/dist
RUN pip install --no-cache-dir --no-deps . && useradd --uid 10001 --create-home kense
# By its number, so that a cluster can check that it is not root.
USER 10001
WORKDIR /home/kense
ENV KENSE_HOME=/home/kense
EXPOSE 8000
CMD ["kense", "serve", "--host", "0.0.0.0"]
