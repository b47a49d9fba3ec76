/** The contract's own operations about an order's life: every request and every answer fits the vendor's schema. */
import assert from 'node:assert/strict';
import { readExact } from '../../lib/simulator/exact';
import { readOperation } from '../../lib/simulator/shopify/check';
import { requestedCost } from '../../lib/simulator/shopify/cost';
import { needs } from './contracts';
import { misfits, operation, SHOPIFY, sdl, validRequest, variablesOf } from './sdl';
import { back, idsOf, paidOrder } from './shop-life';
import { type GraphqlAnswer, json, World } from './world';

/** Sends one of the vendor's operations, or a query of the test; asserts that request and answer are valid. */
async function checked<T>(world: World, name: string, variables: Record<string, unknown>, query = operation(name)): Promise<T> {
  validRequest(query, variables);
  const answer = json<GraphqlAnswer>(await world.graphql(query, variables));
  assert.ok(answer.data && !answer.errors, JSON.stringify(answer.errors));
  assert.deepEqual(misfits(query, answer.data), []);
  return Object.values(answer.data)[0] as T;
}
const accepted = ({ userErrors }: { readonly userErrors: unknown }) => assert.deepEqual(userErrors, []);
const MONEY = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }';
const EVERYTHING = `query Everything($id: ID!) {
  order(id: $id) {
    displayFinancialStatus displayFulfillmentStatus returnStatus cancelledAt cancelReason updatedAt tags note customAttributes { key value }
    currentTotalPriceSet ${MONEY} netPaymentSet ${MONEY} totalRefundedSet ${MONEY} totalOutstandingSet ${MONEY}
    lineItems(first: 10) { nodes { id quantity currentQuantity refundableQuantity unfulfilledQuantity restockable discountedUnitPriceSet ${MONEY} discountedTotalSet ${MONEY} } }
    shippingLines(first: 5) { nodes { id discountedPriceSet ${MONEY} } }
    transactions(first: 10) { id kind status gateway formattedGateway manualPaymentGateway createdAt processedAt test parentTransaction { id } amountSet ${MONEY} }
    fulfillments(first: 5) {
      id legacyResourceId name status displayStatus createdAt updatedAt inTransitAt deliveredAt estimatedDeliveryAt requiresShipping totalQuantity
      location { id name } order { id } trackingInfo(first: 5) { company number url }
      fulfillmentLineItems(first: 10) { nodes { id quantity lineItem { id } originalTotalSet ${MONEY} discountedTotalSet ${MONEY} } }
      fulfillmentOrders(first: 5) { nodes { id status } }
      events(first: 5) { nodes { id status happenedAt createdAt message estimatedDeliveryAt address1 city province country zip } }
    }
    fulfillmentOrders(first: 5) { nodes { id orderId orderName orderProcessedAt order { id } status requestStatus createdAt updatedAt fulfillAt fulfillBy
      assignedLocation { name countryCode address1 city zip location { id } } deliveryMethod { id methodType } supportedActions { action externalUrl }
      fulfillmentHolds { id handle reason reasonNotes displayReason heldByRequestingApp } fulfillments(first: 5) { nodes { id } }
      lineItems(first: 5) { nodes { id sku productTitle variantTitle vendor requiresShipping totalQuantity remainingQuantity inventoryItemId lineItem { id } variant { id } } } } }
    refunds(first: 5) {
      id legacyResourceId createdAt updatedAt processedAt note order { id } return { id } totalRefundedSet ${MONEY}
      refundLineItems(first: 5) { nodes { id quantity restockType restocked location { id } lineItem { id } priceSet ${MONEY} subtotalSet ${MONEY} totalTaxSet ${MONEY} } }
      refundShippingLines(first: 5) { nodes { id shippingLine { id title } subtotalAmountSet ${MONEY} taxAmountSet ${MONEY} } }
      orderAdjustments(first: 5) { nodes { id reason amountSet ${MONEY} taxAmountSet ${MONEY} } }
      transactions(first: 5) { nodes { id kind status parentTransaction { id } } }
    }
    returns(first: 5) { nodes { id name status createdAt closedAt requestApprovedAt totalQuantity order { id } refunds(first: 5) { nodes { id } }
      returnLineItems(first: 5) { nodes { __typename id quantity processedQuantity processableQuantity unprocessedQuantity refundedQuantity refundableQuantity customerNote
        returnReason returnReasonNote returnReasonDefinition { id handle name deleted }
        ... on ReturnLineItem { fulfillmentLineItem { id lineItem { id } } withCodeDiscountedTotalPriceSet ${MONEY} } } }
      reverseFulfillmentOrders(first: 5) { nodes { id status order { id }
        lineItems(first: 5) { nodes { id totalQuantity fulfillmentLineItem { id } dispositions { id type quantity createdAt location { id } } } } } } } }
    suggestedRefund(suggestFullRefund: true) { amountSet ${MONEY} maximumRefundableSet ${MONEY} subtotalSet ${MONEY} discountedSubtotalSet ${MONEY} totalTaxSet ${MONEY}
      totalCartDiscountAmountSet ${MONEY} totalDutiesSet ${MONEY} shipping { amountSet ${MONEY} maximumRefundableSet ${MONEY} taxSet ${MONEY} }
      refundLineItems { id quantity restockType restocked lineItem { id } priceSet ${MONEY} subtotalSet ${MONEY} totalTaxSet ${MONEY} }
      suggestedTransactions { kind gateway formattedGateway parentTransaction { id } amountSet ${MONEY} maximumRefundableSet ${MONEY} } }
  }
}`;

describe('simulator: the life of a shop order against the schema', () => {
  before(function () {
    this.timeout(20_000);
    needs(this, SHOPIFY);
    sdl();
  });

  it('costs what the contract measured', () => {
    const costOf = (name: string) =>
      requestedCost(readOperation(operation(name), null, readExact(JSON.stringify(variablesOf(name))) as Record<string, never>));
    assert.deepEqual(
      ['OpenFulfillmentOrders', 'OrderFulfillmentOrders', 'ReturnableFulfillments', 'ReturnCreate', 'RefundCreate'].map(costOf),
      [205, 148, 102, 86, 33],
    );
  });

  it('held, released, shipped, tracked, delivered, returned, refunded, and everything that can be asked of it', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const [first] = order.fulfilmentOrders;
    await checked(world, 'OrderFulfillmentOrders', { orderId: order.id });
    await checked(world, 'FulfillmentOrderById', { id: first?.id });
    const held = await checked<{ fulfillmentHold: { id: string }; userErrors: unknown }>(world, 'FulfillmentHold', {
      id: first?.id,
      hold: variablesOf('FulfillmentHold').hold,
    });
    accepted(held);
    accepted(await checked(world, 'FulfillmentReleaseHold', { id: first?.id, holdIds: [held.fulfillmentHold.id] }));
    const fulfillment = {
      notifyCustomer: false,
      lineItemsByFulfillmentOrder: [
        { fulfillmentOrderId: first?.id, fulfillmentOrderLineItems: [{ id: first?.lines[0], quantity: 2 }] },
      ],
      trackingInfo: { company: 'DHL Express', number: 'JD0123' },
    };
    const shipped = await checked<{ fulfillment: { id: string }; userErrors: unknown }>(world, 'FulfillmentCreate', {
      fulfillment,
    });
    accepted(shipped);
    const fulfillmentId = shipped.fulfillment.id;
    accepted(await checked(world, 'FulfillmentTrackingUpdate', { ...variablesOf('FulfillmentTrackingUpdate'), fulfillmentId }));
    accepted(
      await checked(world, 'FulfillmentEvent', {
        event: { fulfillmentId, status: 'DELIVERED', happenedAt: '2026-11-02T08:00:00Z' },
      }),
    );
    const open = await checked<{ nodes: unknown[] }>(world, 'OpenFulfillmentOrders', {
      query: "status:in_progress AND updated_at:>='2026-11-01T00:00:00Z'",
    });
    assert.equal(open.nodes.length, 1);

    const returnable = await checked<{
      nodes: { returnableFulfillmentLineItems: { nodes: { fulfillmentLineItem: { id: string } }[] } }[];
    }>(world, 'ReturnableFulfillments', { orderId: order.id });
    const fulfillmentLineItemId = returnable.nodes[0]?.returnableFulfillmentLineItems.nodes[0]?.fulfillmentLineItem.id;
    const reasons = await checked<{ nodes: { id: string }[] }>(world, 'ReturnReasons', {});
    const returned = await checked<{
      return: {
        id: string;
        returnLineItems: { nodes: { id: string }[] };
        reverseFulfillmentOrders: { nodes: { lineItems: { nodes: { id: string }[] } }[] };
      };
      userErrors: unknown;
    }>(world, 'ReturnCreate', {
      returnInput: {
        orderId: order.id,
        returnLineItems: [
          { fulfillmentLineItemId, quantity: 1, returnReasonDefinitionId: reasons.nodes[1]?.id, returnReasonNote: 'too small' },
        ],
      },
    });
    accepted(returned);
    const disposition = {
      reverseFulfillmentOrderLineItemId: returned.return.reverseFulfillmentOrders.nodes[0]?.lineItems.nodes[0]?.id,
      quantity: 1,
      locationId: world.shop.locations()[0]?.id,
      dispositionType: 'RESTOCKED',
    };
    const input = {
      returnId: returned.return.id,
      returnLineItems: [{ id: returned.return.returnLineItems.nodes[0]?.id, quantity: 1, dispositions: [disposition] }],
      financialTransfer: {
        issueRefund: {
          orderTransactions: [{ parentId: order.sale, transactionAmount: { amount: '12.00', currencyCode: 'EUR' } }],
        },
      },
    };
    accepted(await checked(world, 'ReturnProcess', { input }));
    accepted(await checked(world, 'ReturnClose', { id: returned.return.id }));
    await checked(world, 'SuggestedRefund', {
      orderId: order.id,
      lines: [{ lineItemId: order.lines[0], quantity: 1, restockType: 'CANCEL' }],
      shippingAmount: '2.00',
    });
    const refunded = await checked<{ refund: { id: string }; userErrors: unknown }>(world, 'RefundCreate', {
      key: 'k1',
      input: back(order, '15.00', {
        note: 'late',
        shipping: { amount: '2.00' },
        refundLineItems: [{ lineItemId: order.lines[0], quantity: 1, restockType: 'CANCEL' }],
      }),
    });
    accepted(refunded);
    await checked(world, 'RefundById', { id: refunded.refund.id });
    await checked(world, 'OrderById', { id: order.id });
    const all = await checked<{ refunds: unknown[]; returns: { nodes: unknown[] }; fulfillments: unknown[] }>(
      world,
      'Everything',
      { id: order.id },
      EVERYTHING,
    );
    assert.deepEqual([all.refunds.length, all.returns.nodes.length, all.fulfillments.length], [2, 1, 1]);
  });

  it('voided and cancelled', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const id = world.shop.fulfil(order.id) ?? '';
    accepted(await checked(world, 'FulfillmentCancel', { id }));
    await checked(world, 'OrderCancel', { ...variablesOf('OrderCancel'), orderId: order.id });
    await world.clock.pass(5_000);
    const all = await checked<{ cancelReason: string; displayFinancialStatus: string }>(
      world,
      'Everything',
      { id: order.id },
      EVERYTHING,
    );
    assert.deepEqual([all.cancelReason, all.displayFinancialStatus], ['CUSTOMER', 'REFUNDED']);
  });

  it('metafields', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const metafields = (variablesOf('MetafieldsSet').metafields as Record<string, unknown>[]).map((one) => ({
      ...one,
      ownerId: order.id,
    }));
    accepted(await checked(world, 'MetafieldsSet', { metafields }));
    await checked(world, 'MetafieldsSet', { metafields });
  });

  it('inventory: levels, set, adjusted, activated', async () => {
    const world = new World();
    await paidOrder(world);
    const items = await checked<{ nodes: { id: string; sku: string }[] }>(world, 'InventoryItemsBySku', { query: 'sku:"MUG"' });
    const inventoryItemId = items.nodes.find(({ sku }) => sku === 'MUG')?.id ?? '';
    const [first] = world.shop.locations();
    const second = world.shop.addLocation('Annex');
    await checked(world, 'InventoryLevels', { inventoryItemId });
    await checked(world, 'InventoryLevelAt', { inventoryItemId, locationId: second });
    const set = (changeFromQuantity: number | null) => ({
      key: `set ${changeFromQuantity}`,
      input: {
        name: 'available',
        reason: 'correction',
        referenceDocumentUri: 'bazaar://offers/1',
        quantities: [{ inventoryItemId, locationId: first?.id, quantity: 7, changeFromQuantity }],
      },
    });
    accepted(await checked(world, 'InventorySet', set(997)));
    await checked(world, 'InventorySet', set(990));
    const changes = [{ inventoryItemId, locationId: first?.id, delta: -2, changeFromQuantity: null }];
    accepted(
      await checked(world, 'InventoryAdjust', { key: 'adjust', input: { name: 'available', reason: 'correction', changes } }),
    );
    accepted(await checked(world, 'InventoryActivate', { inventoryItemId, locationId: second, available: 4, key: 'activate' }));
    await checked(world, 'InventoryLevelAt', { inventoryItemId, locationId: second });
    assert.deepEqual(
      world.shop
        .stock()
        .filter(({ sku }) => sku === 'MUG')
        .map(({ locationName, available, onHand }) => [locationName, available, onHand]),
      [
        ['Warehouse', 5, 8],
        ['Annex', 4, 4],
      ],
    );
  });

  it('webhook subscriptions', async () => {
    const world = new World();
    const made = await checked<{ webhookSubscription: { id: string }; userErrors: unknown }>(
      world,
      'WebhookCreate',
      variablesOf('WebhookCreate'),
    );
    accepted(made);
    await checked(world, 'WebhookCreate', variablesOf('WebhookCreate'));
    const { id } = made.webhookSubscription;
    accepted(await checked(world, 'WebhookUpdate', { ...variablesOf('WebhookUpdate'), id }));
    assert.equal((await checked<{ nodes: unknown[] }>(world, 'Webhooks', {})).nodes.length, 1);
    accepted(await checked(world, 'WebhookDelete', { id }));
    await checked(world, 'WebhookDelete', { id });
  });

  it('whatever is asked of things that are not there', async () => {
    const world = new World();
    const order = await paidOrder(world);
    for (const name of [
      'FulfillmentOrderById',
      'FulfillmentCreate',
      'FulfillmentTrackingUpdate',
      'FulfillmentEvent',
      'FulfillmentCancel',
      'FulfillmentHold',
      'FulfillmentReleaseHold',
      'SuggestedRefund',
      'RefundCreate',
      'RefundById',
      'ReturnableFulfillments',
      'ReturnCreate',
      'ReturnProcess',
      'ReturnClose',
      'MetafieldsSet',
      'InventorySet',
      'InventoryAdjust',
      'InventoryActivate',
      'WebhookUpdate',
      'WebhookDelete',
      'OrderFulfillmentOrders',
    ])
      await checked(world, name, variablesOf(name));
    assert.deepEqual(await idsOf(world, order.id), order, 'nothing has changed');
  });
});
