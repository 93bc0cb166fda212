/** Unary calls of the contracts by the Connect protocol, as JSON. */

/** What went wrong, with the fault's own fields where it has some. */
export class CallError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly fault: string,
    readonly fields: Record<string, unknown>,
  ) {
    super(message);
  }

  /** Worth another try later: the network or the site was away. */
  get passing(): boolean {
    return ["unavailable", "deadline_exceeded", "internal", "unknown", "offline"].includes(this.code);
  }
}

interface ErrorBody {
  code?: string;
  message?: string;
  details?: { type?: string; debug?: Record<string, unknown> }[];
}

const WAIT_MS = 20_000;

/** Calls a method; throws CallError. */
export async function call<Answer>(method: string, request: object, keepalive = false): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", "connect-protocol-version": "1" },
      body: JSON.stringify(request),
      credentials: "same-origin",
      signal: AbortSignal.timeout(WAIT_MS),
      keepalive,
    });
  } catch (error) {
    throw new CallError("offline", String(error), "", {});
  }
  const text = await response.text();
  let body: unknown = {};
  try {
    body = JSON.parse(text || "{}");
  } catch {
    throw new CallError(response.ok ? "unknown" : "unavailable", `HTTP ${response.status}`, "", {});
  }
  if (response.ok) return body as Answer;
  const problem = body as ErrorBody;
  const detail = problem.details?.[0];
  throw new CallError(
    problem.code ?? "unknown",
    problem.message ?? `HTTP ${response.status}`,
    (detail?.type ?? "").split(".").pop() ?? "",
    detail?.debug ?? {},
  );
}
