// All views of the page. One is added by a line here and its words; see docs/explorer.md.
//
// name   words `menu.NAME` and `title.NAME`
// path   first part of its address
// load   its module, fetched when first looked at; the default export is a component, which is
//        given `path` (the parts after the first, decoded) and `query` (an object of texts)
// styles its style sheets, fetched with it
// right  what the viewer must be able to do to be shown it; none: everybody
// menu   whether the menu leads to it
export const VIEWS = [
  {
    name: "search",
    path: "search",
    load: () => import("./views/search/search.js"),
    styles: ["views/search/search.css"],
    menu: true,
  },
  {
    name: "entity",
    path: "entity",
    load: () => import("./views/entity/entity.js"),
    styles: ["views/entity/entity.css"],
    menu: false,
  },
  {
    name: "graph",
    path: "graph",
    load: () => import("./views/graph/graph.js"),
    styles: ["views/graph/graph.css"],
    menu: true,
  },
  {
    name: "signIn",
    path: "sign-in",
    load: () => import("./views/sign_in/sign_in.js"),
    styles: [],
    menu: false,
  },
];
