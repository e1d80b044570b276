import { Module } from '@nestjs/common';
import { GetReceiptHandler } from './get-receipt.js';
import { PushController } from './http/push.controller.js';
import { PushProgress } from './http/push-progress.js';
import { SubmissionsController } from './http/submissions.controller.js';
import { ListRefusalsHandler } from './list-refusals.js';
import { ListSubmissionsHandler } from './list-submissions.js';
import { ReceiveSubmissionHandler } from './receive-submission.js';
import { RetrySubmissionHandler } from './retry-submission.js';
import { TakeBackHandler } from './take-back.js';

/** The side of intake that answers over HTTP. */
@Module({
  controllers: [PushController, SubmissionsController],
  providers: [
    PushProgress,
    ReceiveSubmissionHandler,
    TakeBackHandler,
    RetrySubmissionHandler,
    GetReceiptHandler,
    ListRefusalsHandler,
    ListSubmissionsHandler,
  ],
})
export class IntakeModule {}
