import "./theme";
