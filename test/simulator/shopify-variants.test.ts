/** How a person finds a variant in the simulated shop: by words, barcode, number; and looking around makes none. */
import assert from 'node:assert/strict';
import { findVariants } from '../../lib/platforms/shopify/find-variants';
import { type GraphqlAnswer, json, World } from './world';

describe('simulator: looking for a variant', () => {
  const look = async (world: World, text: string) => {
    const found = await findVariants(
      async (request, parse) => {
        const { query, variables } = request.body as { query: string; variables: Record<string, unknown> };
        const { data, errors } = json<GraphqlAnswer>(await world.graphql(query, variables));
        assert.equal(errors, undefined);
        return parse(data);
      },
      'shopify:any:1',
      text,
    );
    return found.map(({ sku }) => sku);
  };
  const shop = () => {
    const world = new World();
    const id = world.shop.catalogue.addVariant('MUG-RED', { title: 'Enamel mug, red', barcode: '4006381333931' });
    world.shop.catalogue.addVariant('MUG-RED-XL', { title: 'Enamel mug, red, large' });
    world.shop.catalogue.addVariant('CUP', { title: 'Paper cup' });
    return { world, number: id.slice(id.lastIndexOf('/') + 1) };
  };

  it('by words of its title, begun or whole, in any case', async () => {
    const { world } = shop();
    assert.deepEqual(await look(world, 'ENAM mug'), ['MUG-RED', 'MUG-RED-XL']);
    assert.deepEqual(await look(world, 'enamel large'), ['MUG-RED-XL']);
  });
  it('by SKU, barcode and number, the exact one first', async () => {
    const { world, number } = shop();
    assert.deepEqual(await look(world, 'MUG-RED-XL'), ['MUG-RED-XL']);
    assert.deepEqual(await look(world, 'MUG-RED'), ['MUG-RED', 'MUG-RED-XL']);
    assert.deepEqual(await look(world, '4006381333931'), ['MUG-RED']);
    assert.deepEqual(await look(world, number), ['MUG-RED']);
  });
  it('looking around makes no variant, where asking by SKU does', async () => {
    const { world } = shop();
    assert.deepEqual(await look(world, 'TEAPOT'), []);
    await world.graphql('query Q { productVariants(first: 1, query: "sku:\\"TEAPOT\\"") { nodes { id } } }', {});
    assert.deepEqual(await look(world, 'TEAPOT'), ['TEAPOT']);
  });
});
