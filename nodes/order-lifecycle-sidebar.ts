import { desk } from '../lib/runtime/desk';

export = desk;
