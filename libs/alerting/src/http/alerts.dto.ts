import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';

/** Which alert. */
export class AlertParamsDto {
  @IsUUID() id!: string;
}

/** What `GET /alerts` can be asked. */
export class AlertsQueryDto {
  @IsOptional() @Matches(/^[A-Z]\d{8}$/, { message: 'region must be a GSS code such as E12000001' }) region?: string;
  @IsOptional() @IsIn(['due', 'sent', 'failed', 'dropped']) state?: 'due' | 'sent' | 'failed' | 'dropped';
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit: number = 100;
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
}
