import { describe, expect, it } from 'vitest';
import type { CliIO } from '../../src/cli/io.ts';
import { folderAt } from '../../src/cli/recording.ts';

describe('the folder of a recording', () => {
  it.each(['../secret', '/etc/passwd', 'deep/../../secret', '..'])(
    'reads, writes and looks at nothing outside of itself by the name %s',
    async (name) => {
      const asked: string[] = [];
      const ask = async (path: string): Promise<string> => {
        asked.push(path);
        return '';
      };
      const io = {
        cwd: '/work-folder',
        realPath: async (path: string) => path,
        readFile: ask,
        writeFileWhole: async (path: string) => void (await ask(path)),
        exists: async (path: string) => (await ask(path)) === '',
      } as unknown as CliIO;
      const folder = folderAt(io, 'tape');
      await Promise.allSettled([folder.read(name), folder.write(name, ''), folder.exists(name)]);
      expect(asked.filter((path) => !path.startsWith('/work-folder/tape/'))).toEqual([]);
    },
  );
});
