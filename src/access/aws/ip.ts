/** An address as one number, and which family it is of. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A CIDR block as the first and last address in it. */
export interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}

function parseV6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const embedded = tail?.[2] === undefined ? undefined : parseV4(tail[2]);
  if (tail !== null && embedded === undefined) return undefined;
  const plain =
    embedded === undefined
      ? text
      : `${tail?.[1]}${(embedded >> 16n).toString(16)}:${(embedded & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const rest = groupsOf(halves[1] ?? '');
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** Reads an IPv4 or IPv6 address; undefined when it is neither. */
export function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? parseV6(text) : parseV4(text);
  return value === undefined ? undefined : { bits: text.includes(':') ? 128 : 32, value };
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a single address. */
export function parseBlock(text: string): Block | undefined {
  const [address = '', length] = text.trim().split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const prefix = length === undefined ? parsed.bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > parsed.bits) return undefined;
  const size = 1n << BigInt(parsed.bits - prefix);
  const first = (parsed.value / size) * size;
  return { bits: parsed.bits, first, last: first + size - 1n };
}

export function isWithin(block: Block, address: Address): boolean {
  return block.bits === address.bits && address.value >= block.first && address.value <= block.last;
}

/** Writes an address back as text. */
export function addressText(address: Address): string {
  if (address.bits === 32)
    return [24n, 16n, 8n, 0n].map((by) => String((address.value >> by) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => (address.value >> BigInt(112 - 16 * i)) & 0xffffn);
  return groups.map((group) => group.toString(16)).join(':');
}
