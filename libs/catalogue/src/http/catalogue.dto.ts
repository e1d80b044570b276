import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

/** A code of the catalogue: a letter or figure, then letters, figures, points and hyphens. */
export const CODE = /^[A-Za-z0-9][A-Za-z0-9.-]{0,119}$/;
export const GSS = /^[A-Z][0-9]{8}$/;

/** Which part of a list is asked for. */
export class ListDto {
  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit = 100;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @Matches(CODE)
  cursor?: string;
}

/** Names one definition. */
export class CodeDto {
  @ApiProperty() @Matches(CODE) code!: string;
}

/** The file's own name, for the record. */
export class ImportDto {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 255) name?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 2000) why?: string;
}
