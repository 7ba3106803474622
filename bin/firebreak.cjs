#!/usr/bin/env node
// Written for any Node, however old, so that an unsupported one gets this line and not a syntax error.
'use strict';
var required = [22, 18];
var current = process.versions.node.split('.').map(Number);
if (current[0] < required[0] || (current[0] === required[0] && current[1] < required[1])) {
  process.stderr.write(
    'firebreak needs Node ' +
      required.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '. Install a current Node, or run it in a container that has one.\n',
  );
  process.exit(2);
}
if (!require('node:fs').existsSync(require('node:path').join(__dirname, '../dist/src/cli/main.js'))) {
  process.stderr.write('This checkout of firebreak is not built yet. Run `npm run build` in it, once.\n');
  process.exit(2);
}
import('../dist/src/cli/main.js').catch(function (error) {
  process.stderr.write(String((error && error.stack) || error) + '\n');
  process.exit(2);
});
