import { Duration, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Access } from './access.ts';
import { AppStack } from './app-stack.ts';

/**
 * Bucket for attachments and import files, which clients
 * upload through presigned URLs, and for ledger journals and reports of money.
 */
export class UploadsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = AppStack.around(this);
    this.bucket = new Bucket(this, 'bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: stack.removalOfData,
      // CloudFormation deletes only an empty bucket.
      autoDeleteObjects: stack.stage.throwAway,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // Versions undo mistakes, and a mistake is noticed within a month.
        { noncurrentVersionExpiration: Duration.days(30) },
        // A file that nobody confirmed was never stored (shared/files/stored-file.ts).
        { prefix: 'incoming/', expiration: Duration.days(2) },
        // An import file holds personal data and is no longer needed once its rows are in the register.
        { prefix: 'imports/', expiration: Duration.days(30) },
        // The ledger stays, so a journal can be written again at any time.
        { prefix: 'journals/', expiration: Duration.days(30) },
        { prefix: 'reports/', expiration: Duration.days(30) },
      ],
      cors: [
        {
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedOrigins: [...stack.stage.allowedOrigins],
          allowedHeaders: ['content-type'],
          exposedHeaders: ['etag'],
          maxAge: 3_600,
        },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A function issues every URL to read or write a file and logs who requested it.',
    });
  }

  /**
   * Access to read files of some prefixes, such as `reports`, and to sign URLs for reading and writing them.
   * Files of another context are out of reach of a function that is broken into.
   */
  readWrite(...prefixes: readonly [string, ...string[]]): Access {
    const { bucketName } = this.bucket;
    const { region, urlSuffix } = AppStack.around(this);
    // S3 may end path style, and some networks allow a bucket by its host.
    const UPLOADS_ADDRESS = `https://${bucketName}.s3.${region}.${urlSuffix}`;
    return {
      environment: { UPLOADS_BUCKET: bucketName, UPLOADS_ADDRESS },
      allow: [
        {
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}/*`)),
        },
        // Without this permission S3 answers 403 instead of 404 for a missing file.
        { actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] },
      ],
      acknowledge: prefixes.map((prefix) => ({
        id: this.#wildcardFinding(prefix),
        reason: 'Any object of this prefix only.',
      })),
    };
  }

  /** Returns the id of the finding. It names the bucket by its export, as other stacks see it. */
  #wildcardFinding(prefix: string): string {
    const stack = AppStack.around(this);
    const { 'Fn::ImportValue': exported } = stack.resolve(stack.exportValue(this.bucket.bucketArn));
    return `AwsSolutions-IAM5[Resource::${exported}/${prefix}/*]`;
  }
}
