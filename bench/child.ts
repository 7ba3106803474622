import { type ChildProcess, fork } from 'node:child_process';

/** The script that runs, once more in a process of its own, so that time and memory are its own; what it prints comes out here. */
export function child(...args: readonly string[]): ChildProcess {
  return fork(process.argv[1] ?? '', [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** The next thing a child says; an end before that is an error. */
export function told<T>(from: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a child ended with ${code} and said nothing`));
    from.once('exit', ended);
    from.once('message', (message) => {
      from.off('exit', ended);
      resolve(message as T);
    });
  });
}
