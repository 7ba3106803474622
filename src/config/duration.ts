const hours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

/** Hours in a duration as firebreak.yaml writes it (`24h`, `90d`, `2w`); null when it is none. */
export function durationHours(duration: string): number | null {
  const [, count, unit = ''] = /^([1-9][0-9]{0,5})([hdw])$/.exec(duration) ?? [];
  const factor = hours[unit];
  return count === undefined || factor === undefined ? null : Number(count) * factor;
}
