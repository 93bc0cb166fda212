// The small proof of work that a sign-up carries: found in slices, so that typing stays smooth.
import { leadingZeroBits, sha256 } from "./sha256";

const SLICE_MS = 8;

/** An answer such that SHA-256 of `challenge` + answer begins with `difficulty` zero bits. */
export async function solve(challenge: string, difficulty: number): Promise<string> {
  const encoder = new TextEncoder();
  for (let answer = 0; ; ) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      if (leadingZeroBits(sha256(encoder.encode(challenge + answer))) >= difficulty) return String(answer);
      answer++;
    }
    await new Promise((resume) => setTimeout(resume));
  }
}
