// What every page has: colours, the reader's own account, pictures, links to copy, shortcuts.
import "./bell";
import "./copy";
import "./embeds";
import "./graph";
import "./here";
import "./highlights";
import "./lists";
import "./pictures";
import "./reading";
import "./refreshing";
import "./responses";
import "./seen";
import "./shortcuts";
import "./suggest";
import "./theme";
