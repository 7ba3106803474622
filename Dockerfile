# docker build -t firebreak . && docker run --rm -e RAILWAY_API_TOKEN -v "$PWD:/scan" --user "$(id -u):$(id -g)" firebreak scan
# The base is node:24-bookworm-slim, Node 24.18.
FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS build
WORKDIR /source
COPY package.json package-lock.json ./
COPY scripts/install-if-stale.mjs scripts/
RUN npm ci
COPY . .
# Packed as it is published, and installed from there: the image holds nothing else.
RUN mkdir /packed && npm pack --pack-destination /packed \
  && npm install --prefix /app --omit=dev --no-audit --no-fund /packed/firebreak-*.tgz

FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
ENV NODE_ENV=production
COPY --from=build /app /app
WORKDIR /scan
RUN chown node:node /scan
USER node
ENTRYPOINT ["node", "/app/node_modules/firebreak/bin/firebreak.cjs"]
CMD ["--help"]
