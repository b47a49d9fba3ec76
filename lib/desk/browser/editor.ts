/** What the desk asks of the page around it: Node-RED's editor, or nothing at all where the desk stands alone. */
export interface Editor {
  token(): string | undefined;
  /** The name that the person gave to a node; undefined where the editor knows no such node. */
  nodeName(id: string): string | undefined;
  /** Jumps to the node in the workspace and makes it flash. */
  reveal(id: string): void;
  /** Adds a flow. 'there already': its ids exist, so the tab that is there is shown. */
  importFlow(flow: unknown): 'added' | 'there already';
  /** Opens the form of a new settings node. */
  connect(): void;
  /** Nodes of ours in the editor that cannot work as they are. */
  faultyNodes(): readonly { readonly id: string; readonly name: string; readonly why: string }[];
  /** Calls back after changes worth a look; returns how to stop. */
  subscribe(changed: () => void): () => void;
}

interface EditorNode {
  readonly id: string;
  readonly type: string;
  readonly valid?: boolean;
  readonly validationErrors?: readonly string[];
  readonly d?: boolean;
  readonly _def?: { readonly set?: { readonly module?: string } };
}
/** The part of the editor's global that is used here; the same in Node-RED 4.1 and 5. */
export interface RedEditor {
  readonly settings: { get(name: string): unknown };
  readonly nodes: {
    node(id: string): EditorNode | null | undefined;
    workspace(id: string): EditorNode | null | undefined;
    eachNode(visit: (node: EditorNode) => void): void;
    eachConfig(visit: (node: EditorNode) => void): void;
  };
  readonly workspaces: { show(id: string): void };
  readonly view: { reveal(id: string): void; importNodes(nodes: unknown, options: Readonly<Record<string, unknown>>): void };
  readonly comms: { subscribe(topic: string, heard: () => void): void; unsubscribe(topic: string, heard: () => void): void };
  readonly events: { on(name: string, heard: () => void): void; off(name: string, heard: () => void): void };
  readonly utils: { getNodeLabel(node: EditorNode, otherwise: string): string };
  readonly editor: { editConfig(name: string, type: string, id: string): void };
}
const MODULE = '@order-lifecycle/node-red';
const TOPIC = 'order-lifecycle/changed';

export function nodeRedEditor(red: RedEditor): Editor {
  return {
    token() {
      const held = red.settings.get('auth-tokens');
      return typeof held === 'object' && held !== null && 'access_token' in held ? String(held.access_token) : undefined;
    },
    nodeName(id) {
      const node = red.nodes.node(id) ?? red.nodes.workspace(id);
      return node ? red.utils.getNodeLabel(node, node.type) : undefined;
    },
    reveal: (id) => red.view.reveal(id),
    importFlow(flow) {
      try {
        red.view.importNodes(flow, { generateIds: false, addFlow: false, touchImport: true, notify: true });
        show(red, flow);
        return 'added';
      } catch (error) {
        if ((error as { code?: string }).code !== 'import_conflict') throw error;
        show(red, flow);
        return 'there already';
      }
    },
    connect: () => red.editor.editConfig('', 'marketplace-account', '_ADD_'),
    faultyNodes() {
      const faulty: { id: string; name: string; why: string }[] = [];
      const look = (node: EditorNode) => {
        if (node.valid !== false || node.d === true || node._def?.set?.module !== MODULE) return;
        faulty.push({
          id: node.id,
          name: red.utils.getNodeLabel(node, node.type),
          why: (node.validationErrors ?? []).join(', '),
        });
      };
      red.nodes.eachNode(look);
      red.nodes.eachConfig(look);
      return faulty;
    },
    subscribe(changed) {
      red.comms.subscribe(TOPIC, changed);
      for (const name of ['deploy', 'nodes:change']) red.events.on(name, changed);
      return () => {
        red.comms.unsubscribe(TOPIC, changed);
        for (const name of ['deploy', 'nodes:change']) red.events.off(name, changed);
      };
    },
  };
}

/** Shows the first tab of a flow that was imported, now or before. */
function show(red: RedEditor, flow: unknown): void {
  const tab = Array.isArray(flow)
    ? flow.find((node: EditorNode) => node.type === 'tab' && red.nodes.workspace(node.id))
    : undefined;
  if (tab) red.workspaces.show((tab as EditorNode).id);
}

/** Where there is no editor: the desk as a page of its own. The editor keeps its token under the root's path. */
export function noEditor(storage: Pick<Storage, 'getItem'>, rootPath: string): Editor {
  return {
    token() {
      const held = storage.getItem(`auth-tokens${rootPath.replace(/\/$/, '').replaceAll('/', '-')}`);
      return held === null ? undefined : (JSON.parse(held) as { access_token?: string }).access_token;
    },
    nodeName: () => undefined,
    reveal: () => undefined,
    importFlow: () => 'there already',
    connect: () => undefined,
    faultyNodes: () => [],
    subscribe: () => () => undefined,
  };
}
