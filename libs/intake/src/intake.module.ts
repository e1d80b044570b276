import { Module } from '@nestjs/common';
import { CatalogueViewModule } from '#libs/catalogue';
import { GetReceiptHandler } from './get-receipt.js';
import { PushProgress } from './http/push-progress.js';
import { SubmissionsController } from './http/submissions.controller.js';
import { ListRefusalsHandler } from './list-refusals.js';
import { ListSubmissionsHandler } from './list-submissions.js';
import { ReceiveSubmissionHandler } from './receive-submission.js';
import { WithdrawSubmissionHandler } from './withdraw-submission.js';

/** The side of intake that answers over HTTP. */
@Module({
  imports: [CatalogueViewModule],
  controllers: [SubmissionsController],
  providers: [PushProgress, ReceiveSubmissionHandler, WithdrawSubmissionHandler, GetReceiptHandler, ListRefusalsHandler, ListSubmissionsHandler],
})
export class IntakeModule {}
