/** What somebody outside may say has changed. What is true of it is read, never taken from whoever says so. */
export type HintKind = 'order' | 'inventory item';
