/** Shopify, Admin GraphQL API, version 2026-10. contracts/shopify/CONTRACT.md. */
import type { Platform } from '../port';
import { createOrder } from './create';
import { dialect } from './dialect';
import { findVariants } from './find-variants';
import { knownSkus } from './known-skus';
import { identify, lists, prepare, test } from './setup';

export const shopify: Platform = {
  name: 'shopify',
  side: 'shop',
  dialect,
  abilities: { partialAcceptance: false, acceptanceSent: 'never', referencesPerCall: 0 },
  createOrder,
  prepare,
  identify,
  test,
  knownSkus,
  findVariants,
  lists,
};
