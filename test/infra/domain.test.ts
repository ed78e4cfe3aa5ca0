import { expect, test } from 'vitest';
import { filled } from '../filled.ts';
import { composed, type Resource, resourcesIn, stageNamed } from './assembly.ts';

/** Returns the resources of a stage with these host names. */
async function withDomains(domains: readonly string[]): Promise<Resource[]> {
  return resourcesIn((await composed({ ...stageNamed('demo'), domains })).synth().stacks);
}

/** Returns the address below which functions make the links of letters. */
function linkBases(all: readonly Resource[]): Set<string> {
  const values = all.flatMap((one): unknown[] => one.Properties?.Environment?.Variables?.LINK_BASE_URL ?? []);
  return new Set(values.map((value) => JSON.stringify(value)));
}

test('Links in letters name the first domain, and every domain leads to the API over TLS 1.2', async () => {
  const all = await withDomains(['api.anju.example', 'old.anju.example']);
  const of = (type: string) => all.filter(({ Type }) => Type === type);
  expect(linkBases(all)).toEqual(new Set(['"https://api.anju.example"']));
  const [api] = of('AWS::ApiGatewayV2::Api');
  expect(api?.Properties.DisableExecuteApiEndpoint ?? false).toBe(false);
  for (const name of ['api.anju.example', 'old.anju.example']) {
    const certificate = of('AWS::CertificateManager::Certificate').find((one) => one.Properties.DomainName === name);
    expect(certificate?.Properties.ValidationMethod).toBe('DNS');
    const domain = of('AWS::ApiGatewayV2::DomainName').find((one) => one.Properties.DomainName === name);
    expect(domain?.Properties.DomainNameConfigurations).toEqual([
      { CertificateArn: { Ref: certificate?.id }, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
    ]);
    expect(of('AWS::ApiGatewayV2::ApiMapping').map((one) => one.Properties)).toContainEqual({
      ApiId: { 'Fn::ImportValue': expect.stringContaining(String(api?.id)) },
      DomainName: { Ref: domain?.id },
      Stage: '$default',
    });
  }
});

test('Without a domain, links in letters name the host of the gateway', async () => {
  const all = await withDomains([]);
  for (const base of filled([...linkBases(all)])) expect(base).toContain('ApiEndpoint');
  expect(all.filter(({ Type }) => /Domain|Certificate/.test(Type))).toEqual([]);
});
