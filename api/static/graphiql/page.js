// Starts GraphiQL on the GraphQL endpoint beside this page.
"use strict";

const example = `# 征集中的需求，及其要求的技术和标准
# Open demands, and the technologies and standards that they require
{
  demands(first: 5, where: {status: {eq: "open"}}) {
    totalCount
    nodes {
      entityId
      name
      requires {
        nodes {
          type
          name
        }
      }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: new URL("graphql", location.href).href }),
    defaultQuery: example,
    defaultEditorToolsVisibility: true,
  }),
);
