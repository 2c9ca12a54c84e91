import { after, type Instant, milliseconds } from '../../machinery/instant.ts';

/** A bucket for one token (client-go's token bucket with burst 1): how full it was at the instant. */
export interface Bucket {
  readonly rate: number;
  readonly tokens: number;
  readonly at: Instant;
}

export const fullBucket = (rate: number, now: Instant): Bucket => ({ rate, tokens: 1, at: now });

/** When a token can be had: the instant itself, a later one, or never. */
export function nextToken({ rate, tokens, at }: Bucket, now: Instant): Instant | undefined {
  if (rate === 0) return undefined;
  const lacking = 1 - tokens;
  const due = lacking <= 0 ? at : after(at, milliseconds(Math.ceil((lacking / rate) * 1000)));
  return due > now ? due : now;
}

export function withoutToken(bucket: Bucket, now: Instant): Bucket {
  const { rate, tokens, at } = bucket;
  const filled = Math.min(1, tokens + ((now - at) / 1000) * rate);
  return { rate, tokens: Math.max(0, filled - 1), at: now };
}

/** A bucket of another rate; it starts empty where the old one could not give a token (SwapLimiter). */
export function swapped(bucket: Bucket, rate: number, now: Instant): Bucket {
  if (bucket.rate === rate) return bucket;
  return { rate, tokens: nextToken(bucket, now) === now ? 1 : 0, at: now };
}
