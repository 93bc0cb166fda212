// The desk: what cannot be undone at once is asked first.
import "./ask";
