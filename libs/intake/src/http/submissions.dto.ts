import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

const STATES = ['started', 'completed', 'failed', 'withdrawn'] as const;

const asNumber = ({ value }: { value: unknown }): unknown => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);

/** A page of a list. */
export class PageDto {
  @IsOptional() @Transform(asNumber) @IsInt() @Min(1) @Max(1000) limit?: number;
  /** The `next` of the page before. */
  @IsOptional() @IsString() @Length(1, 1000) cursor?: string;
}

/** Which submissions. */
export class SubmissionsDto extends PageDto {
  @IsOptional() @Matches(/^[a-z0-9][a-z0-9-]{0,79}$/) feed?: string;
  @IsOptional() @IsIn(STATES) state?: (typeof STATES)[number];
}

/** Why a submission is taken back, or reinstated. */
export class WithdrawalDto {
  @IsString() @Length(10, 2000) why!: string;
}
