/** Shopify, Admin GraphQL API, version 2026-10. contracts/shopify/CONTRACT.md. */
import type { Platform } from '../port';
import { mirrorCancellation } from './cancel';
import { createOrder } from './create';
import { dialect } from './dialect';
import { findVariants } from './find-variants';
import { fulfil } from './fulfil';
import { knownSkus } from './known-skus';
import { intake } from './reading';
import { mirrorRefund } from './refund';
import { mirrorReturn } from './returns';
import { identify, lists, prepare, test } from './setup';
import { stock } from './stock';
import { updateOrder } from './update';
import { webhooks } from './webhooks';

export const shopify: Platform = {
  name: 'shopify',
  side: 'shop',
  dialect,
  abilities: { partialAcceptance: false, acceptanceSent: 'never', referencesPerCall: 0 },
  intake,
  tables: [stock],
  webhooks,
  createOrder,
  fulfil,
  updateOrder,
  mirrorReturn,
  mirrorRefund,
  mirrorCancellation,
  prepare,
  identify,
  test,
  knownSkus,
  findVariants,
  lists,
};
