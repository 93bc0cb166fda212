/** What a pasted address is of: asked of the server, which looks at the page so that nobody else learns who writes. */
import { call } from "./connect";

export interface Unfurled {
  type: "embed" | "linkCard";
  attrs: Record<string, unknown>;
}

interface Answer {
  unfurled?: {
    kind?: "EMBED" | "CARD";
    url?: string;
    provider?: string;
    title?: string;
    description?: string;
    author?: string;
    site?: string;
    imageId?: string;
    width?: number;
    height?: number;
  };
}

/** The node that shows it; null: it is no more than a link. Throws CallError where it cannot be told. */
export async function unfurl(url: string): Promise<Unfurled | null> {
  const { unfurled = {} } = await call<Answer>("octavo.embeds.v1.Embeds/Unfurl", { url });
  const { kind, provider, title = "", description = "", author = "", site = "", imageId, width, height } = unfurled;
  const image = imageId || null;
  const address = unfurled.url || url;
  if (kind === "EMBED" && provider) {
    const attrs = { provider, url: address, title: title.slice(0, 300), author: author.slice(0, 200), image, width: width || null, height: height || null };
    return { type: "embed", attrs };
  }
  if (kind !== "CARD" || title === "") return null;
  return { type: "linkCard", attrs: { url: address, title: title.slice(0, 300), description: description.slice(0, 600), site: site.slice(0, 100), image } };
}
