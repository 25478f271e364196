/** Where a text stops being JSON, counted from 1: browsers say it each in words of their own, or not at all. */
export interface TextPlace {
  line: number;
  character: number;
}

const blanks = /[ \t\n\r]*/y;
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads on while the text is JSON; what is thrown is how far that was. */
class Reader {
  at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  skip() {
    blanks.lastIndex = this.at;
    this.at += blanks.exec(this.text)![0].length;
  }
  takes(sign: string): boolean {
    this.skip();
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }
  expect(sign: string) {
    if (!this.takes(sign)) throw this.at;
  }
  scalar(isKey = false) {
    this.skip();
    scalar.lastIndex = this.at;
    const found = scalar.exec(this.text)?.[0];
    if (!found || (isKey && !found.startsWith('"'))) throw this.at;
    this.at += found.length;
  }
  /** What stands between two signs with commas between; `open` is taken already. */
  list(close: string, each: () => void) {
    if (this.takes(close)) return;
    do each();
    while (this.takes(','));
    this.expect(close);
  }
  value() {
    if (this.takes('{'))
      this.list('}', () => {
        this.scalar(true);
        this.expect(':');
        this.value();
      });
    else if (this.takes('[')) this.list(']', () => this.value());
    else this.scalar();
  }
}

/** Null where the text is JSON. */
export function placeOfMistake(text: string): TextPlace | null {
  const reader = new Reader(text);
  try {
    reader.value();
    reader.skip();
    if (reader.at === text.length) return null;
  } catch (error) {
    if (typeof error !== 'number') throw error;
  }
  const before = text.slice(0, reader.at).split('\n');
  return { line: before.length, character: [...before.at(-1)!].length + 1 };
}
