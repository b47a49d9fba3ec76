/** Node-RED takes a node without a place on the canvas for a settings node. */
export const onCanvas = <T extends { readonly id: string; readonly z?: unknown }>(nodes: readonly T[]): readonly T[] =>
  nodes.map((node) => (node.z === undefined ? node : { x: 0, y: 0, ...node }));
