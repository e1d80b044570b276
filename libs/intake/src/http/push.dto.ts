import { IsIn, IsOptional, IsString, Length } from 'class-validator';

const YES_NO = ['true', 'false'] as const;

/** What may be said of a pushed file. */
export class PushDto {
  /** Its release date; else the profile's file-name pattern, else the day of receipt. */
  @IsOptional() @IsString() @Length(1, 40) released?: string;
  /** The file's own name, from which a profile may read force, month or release date. */
  @IsOptional() @IsString() @Length(1, 300) name?: string;
  /** History: it opens no breaches. */
  @IsOptional() @IsIn(YES_NO) backfill?: (typeof YES_NO)[number];
  /** With `all`, a dry run's answer has all refused rows (100,000 at most), not the first 1,000. */
  @IsOptional() @IsIn(['all']) refusals?: 'all';
  /** Decides everything and records nothing. */
  @IsOptional() @IsIn(YES_NO) dryRun?: (typeof YES_NO)[number];
}
