import { Duration, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Access } from './access.ts';
import { AppStack } from './app-stack.ts';

/** Attachments and import files, put there by the clients themselves through presigned addresses; journals of the books. */
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
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // Versions are there against mistakes, and a mistake is noticed within a month.
        { noncurrentVersionExpiration: Duration.days(30) },
        // An import file has done its work when its rows are in the register, and it is full of personal data.
        { prefix: 'imports/', expiration: Duration.days(30) },
        // The books themselves stay: whoever needs a journal again asks for it again.
        { prefix: 'journals/', expiration: Duration.days(30) },
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
      reason: 'Every address to read or put a file is given out by a function that logs who asked for it.',
    });
  }

  /** Sign addresses to put and to read files, and read them itself. */
  get readWrite(): Access {
    return {
      environment: { UPLOADS_BUCKET: this.bucket.bucketName },
      allow: [
        { actions: ['s3:GetObject', 's3:PutObject'], resources: [this.bucket.arnForObjects('*')] },
        // Whoever may not list a bucket is not told that a file is missing: S3 says 403 instead of 404.
        { actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] },
      ],
      acknowledge: { id: this.#wildcardFinding(), reason: 'Any object of the bucket, and of this bucket only.' },
    };
  }

  /** The finding names the resource as other stacks see it: by the name of its export. */
  #wildcardFinding(): string {
    const stack = AppStack.around(this);
    const { 'Fn::ImportValue': exported } = stack.resolve(stack.exportValue(this.bucket.bucketArn));
    return `AwsSolutions-IAM5[Resource::${exported}/*]`;
  }
}
