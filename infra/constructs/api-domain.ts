import { CfnOutput } from 'aws-cdk-lib';
import { ApiMapping, DomainName, type HttpApi, type HttpStage, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';

/**
 * A host name of the company in front of the API. The gateway's own host name goes on answering, because
 * letters may name it.
 */
export class ApiDomain extends Construct {
  constructor(scope: Construct, name: string, { api, stage }: { api: HttpApi; stage: HttpStage }) {
    super(scope, name);
    // The deployment waits until the record that proves the domain is in its DNS.
    const certificate = new Certificate(this, 'certificate', {
      domainName: name,
      validation: CertificateValidation.fromDns(),
    });
    const domainName = new DomainName(this, 'name', {
      domainName: name,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'mapping', { api, stage, domainName });
    new CfnOutput(this, 'record', { value: `${name} CNAME ${domainName.regionalDomainName}` });
  }
}
