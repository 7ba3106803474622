/**
 * Bad usage, configuration or credentials: shown as one line and a hint, exit code 2.
 * `code` is stable (`CONFIG_INVALID`); `hint` says what to do next.
 */
export class OperatorError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.name = 'OperatorError';
    this.code = code;
    this.hint = hint;
  }
}
