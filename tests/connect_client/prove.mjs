// Calls a site's open API with the Connect client from npm, and prints what came back as one JSON value.
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { compressionGzip, createConnectTransport } from "@connectrpc/connect-node";
import { Accounts } from "./octavo/accounts/v1/accounts_pb.js";
import { Stories, VersionConflictSchema } from "./octavo/stories/v1/stories_pb.js";

const [baseUrl, token, form] = process.argv.slice(2);
const transport = createConnectTransport({
  baseUrl,
  httpVersion: "1.1",
  useBinaryFormat: form === "binary",
  useHttpGet: true,
  sendCompression: compressionGzip,
  compressMinBytes: 100,
  interceptors: [
    (next) => async (request) => {
      request.header.set("Authorization", `Bearer ${token}`);
      return next(request);
    },
  ],
});
const stories = createClient(Stories, transport);
const accounts = createClient(Accounts, transport);
const body = JSON.stringify({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text: "Grey and calm. ".repeat(300) }] }],
});

async function fails(call) {
  try {
    await call();
  } catch (error) {
    const wrong = ConnectError.from(error);
    const [conflict] = wrong.findDetails(VersionConflictSchema);
    return {
      code: Code[wrong.code],
      message: wrong.rawMessage,
      conflict: conflict && { version: conflict.version, title: conflict.content.title },
    };
  }
  return { code: "ok" };
}

const { me } = await accounts.getMe({});
const { draft } = await stories.createDraft({ content: { title: form, body, tags: ["sea"] } });
const content = { ...draft.content, title: `${form} again` };
const saved = await stories.saveDraft({ storyId: draft.id, version: 1, content });
// Only answers to a GET have an ETag.
let etag = "";
const got = await stories.getDraft(
  { storyId: draft.id },
  { onHeader: (found) => (etag = found.get("ETag") ?? "") },
);
const exported = [];
const trailers = {};
for await (const { draft: one } of stories.exportStories({}, {
  onTrailer: (metadata) => metadata.forEach((value, name) => (trailers[name] = value)),
})) {
  exported.push(one.content.title);
}

const headers = {};
const keyed = { headers: { "Idempotency-Key": `key-${form}` } };
const first = await stories.createDraft({ content: { title: "once", body } }, keyed);
const second = await stories.createDraft(
  { content: { title: "once", body } },
  { ...keyed, onHeader: (found) => found.forEach((value, name) => (headers[name] = value)) },
);

const leaving = new AbortController();
const left = await fails(async () => {
  for await (const _ of stories.exportStories({}, { signal: leaving.signal })) {
    leaving.abort();
  }
});

console.log(
  JSON.stringify({
    handle: me.person.handle,
    saved: saved.version,
    title: got.draft.content.title,
    body: JSON.parse(got.draft.content.body).content[0].content[0].text.length,
    exported,
    trailers,
    once: first.draft.id === second.draft.id,
    headers,
    conflict: await fails(() =>
      stories.saveDraft({ storyId: draft.id, version: 1, content: { ...content, title: "other" } }),
    ),
    unknown: await fails(() => stories.getDraft({ storyId: "11111111111" })),
    forbidden: await fails(() => accounts.listTokens({})),
    left,
    etag,
  }),
);
