import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Which part of the first page, counted from 1. */
export class PartnershipsQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1_000) page?: number;
}

/** What a partnership's page shows besides what it always does. */
export class PartnershipQueryDto {
  /** The one element that is shown with all its areas. */
  @IsOptional() @IsString() @MaxLength(100) element?: string;
  /** Where the list of breaches goes on. */
  @IsOptional() @IsString() @MaxLength(500) breaches?: string;
}

/** Where the list of deliveries goes on. */
export class ArrivalsQueryDto {
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
}

/** Which delivery. */
export class ArrivalParamsDto {
  @Matches(/^[0-9A-Za-z-]{1,100}$/, { message: 'A submission is named by its id, as its receipt gives it' }) id!: string;
}
